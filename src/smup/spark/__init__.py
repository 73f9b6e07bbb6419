"""The batch part of a build on Apache Spark, for data that outgrow one machine, from the same SQL as DuckDB's.

``translating`` turns the scripts of the package into Spark's SQL, ``session`` starts Spark or says why it cannot,
``working_out`` runs the scripts over Parquet, ``editions`` makes an edition of what came of it.
"""
