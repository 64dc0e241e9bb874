"""The command line: a command a file, which opens an archive, calls one method and prints."""
