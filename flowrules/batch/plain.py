"""Answers with names as dictionaries over numbers -> the same with names as text.

For what does not take Arrow's dictionaries: Spark.
"""

import pyarrow as pa


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The same columns without dictionaries."""
    return pa.schema([pa.field(one.name, _plain(one.type)) for one in schema])


def plainly(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same answers without dictionaries."""
    return batch.cast(plain_schema(batch.schema))


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(one.name, _plain(one.type)) for one in kind])
    return kind
