"""The client's pages: applications with their drafts, cases followed like a parcel, certificates, appeals.

In: what an applicant types and sends. Out: acts of the applicant, and of his own cases what an applicant may
see: no opinion of a reviewer, no name but the project engineer's. Order 117 Art. 10 to 12, 47; ISO/IEC 17065
4.5, 4.6, 7.2.
"""
