"""The certificate as a document: from frozen facts to a signed PDF that carries those facts inside.

In: `CertificateFacts` (what Order 117 Art. 21 asks a certificate to show). Out: PDF/A-3a bytes with the
same facts as canonical JSON attached, then signed (PAdES) by the body's key. Pure: the certificates room
decides when and stores it.
"""
