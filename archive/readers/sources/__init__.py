"""Bytes on their way in: opened, decoded, unpacked, within limits. Collections (zip, tar, WARC)
give their members.

Other rooms use:

    allowance         Allowance, ExhaustedError, MOST_NESTED, size_of
    bytes_text        BytesText
    directory_of_zip  LOCAL, READ_METHODS, first_name, opened
    folders           OWN, Walk
    media_types       charset_of, may_be_news
    members           allowance_of, is_hidden, left_out, member, written
    options           ReadOptions, column_map, encoding_named
    packed            decoded, plain_name
    sisters           Folder, Opener, Packed, Sisters
    source            MOST_TEXT, SAMPLE, Source, is_address, is_wide, looks_binary, reading,
                      shown_path, sources
    tar_archive
    wacz              is_index
    warc
    zip_archive
"""
