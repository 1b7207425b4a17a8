"""The sealed evidence dossier: a trace with its entries, proofs and papers as one signed archive, for court,
regulator or holder. What the reader may not see is named by its digest alone. `shouze_verify` checks it.
"""
