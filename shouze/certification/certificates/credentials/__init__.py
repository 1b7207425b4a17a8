"""Certificates as W3C Verifiable Credentials, and the status lists by which anybody learns their state.

In: an issued certificate's facts; later its measures. Out: a credential (`vc+jwt`, signed with Ed25519 under
the house's did:web) in the shape of the UNTP Digital Conformity Credential, its place in the lists, and the
lists as static files. Nothing here is a fact of the body: all of it follows from the certificate and its
events. Guidance (十四)(二十).
"""
