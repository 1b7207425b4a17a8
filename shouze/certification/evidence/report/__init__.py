"""The papers of a visit: report (检查报告) and nonconformities (不符合报告), set from its record."""
