"""What the news is, and where it is kept. Here stand the words of every room: the article, the
errors, the settings.

Other rooms use:

    article       Article, BESIDE, BodyFormat, ID_LENGTH, Image, JSON_VERSION, MOST_BODY, Origin,
                  Precision, RawArticle, Skipped, Supplied, TAG_KINDS, TagKind, from_json,
                  instant, make_id, this_instant, tidy_images, to_json
    durable       make_folders, persist, persist_all, write_whole
    errors        ArchiveError, DeliveryError, FetchError, IdentityClashError, IndexBehindError,
                  IndexBusyError, IndexDamagedError, IndexFollowedError, IndexOverloadedError,
                  InputError, NewerStoreError, NoArchiveError, NotFoundError, OutputError,
                  RequestError, SearchIndexError, SettingsError, StoppedError, StoreBusyError,
                  StoreDamagedError, StoreError, StoreRefusedError, UnkeepableError,
                  UnreadableError, no_memory
    extras        missing
    frozen        changed, frozen
    leftovers     partial_of, partials, replaced_of, runs, sweep, temporary
    masthead      Masthead
    settings      FILE, SETTINGS, Settings, Value, keep, load, without_password
    status        EDITED, HIDDEN, MARKED, ORDINARY, SILENT, STATUSES, STATUS_OF, TAKEN_OUT,
                  gravest, is_unpublished, settle, status_word
    validators    Validators
"""
