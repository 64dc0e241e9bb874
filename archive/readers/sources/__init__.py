"""Bytes on their way in: opened, decoded, unpacked, within limits. Collections (zip, tar, WARC)
give their members.

Other rooms use:

    allowance     ExhaustedError, MOST_NESTED, size_of
    charsets      MOST_SAMPLE, guess_charset
    media_types   charset_of, may_be_news
    members       allowance_of, is_hidden, left_out, member
    options       ReadOptions, column_map
    packed        decoded, plain_name
    source        BytesText, Source, decode, is_address, is_wide, looks_binary, reading,
                  shown_path, sources
    tar_archive
    warc
    zip_archive
"""
