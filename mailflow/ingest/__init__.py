"""The ingest wing: mail comes in and is read. It knows no ticket; `read.read` is the door of the reading half."""
