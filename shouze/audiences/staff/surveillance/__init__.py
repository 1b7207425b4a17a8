"""The pages of surveillance: the programme, one line of it, supervisions, samples."""
