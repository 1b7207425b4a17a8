"""The public: is this certificate true, what does it say, how does it stand; what does certification cost
and ask.

In: a number or a name, from anybody, without log-in or cookie. Out: exactly the public record of a
certificate, the fees by the code that bills, the rules in force. Nobody can act here (an import contract
says so). Guidance (十四), (十五).
"""
