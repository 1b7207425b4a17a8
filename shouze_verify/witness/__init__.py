"""A witness of logs (C2SP tlog-witness): somebody else's machine that remembers how far each log was, and
cosigns a checkpoint only if the log proves that it grew out of that.

In: a folder with a key, the list of the logs that it watches, and a submission for one of them. Out: a
cosignature, and the latest cosigned checkpoint for whoever asks. Two readers who were shown different logs
cannot both have its cosignature. It knows nothing of the house whose log it watches.
"""
