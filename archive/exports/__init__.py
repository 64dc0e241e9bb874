"""Articles out again: a file for each kind of format, and the manifest beside what was written.

Other rooms use:

    csv_row       HEADER, csv_line, from_csv_row
    formats       EXPORTS, Export, exports
    manifest      About, STANDARD_OUTPUT, manifest_of
    markdown_file  to_markdown_file
    stream        packed, stream
    verify        verify
    whole         whole_file
    write         Tree, Written, new_tree, write_file, write_stream, write_tree
"""
