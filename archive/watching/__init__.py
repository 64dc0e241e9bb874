"""Folders and addresses taken in as they change: what is due, what is new, what has to wait.

Other rooms use:

    address       WatchedAddress
    folder        WatchedFolder
    rounds        Intake, Taken, Target, watch, watch_once
"""
