"""Finding articles again. Here stand the table of fields, and the document that an engine gets.

Other rooms use:

    document      Document, GAP, NO_FORM, Stream, UNKNOWN, day, document, documents, edit_keys,
                  held, text_parts
    fields        ALL_OF, ANY, BESIDE, FACETS, FIELDS, Field, KEYS, KINDS, LABELS, LABELS_OF_MANY,
                  STREAMS, find_field, label_field, signature
"""
