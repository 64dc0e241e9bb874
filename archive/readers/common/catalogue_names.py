"""Names as catalogues write them, the family name first: "Roe, Jane" is Jane Roe."""

from __future__ import annotations


def given_first(name: str, suffix_last: bool = True) -> str:
    """The name with its given name first; as it is where it has no comma.

    Of three parts the last is the suffix ("Roe, Jane, Jr", RIS), else the middle one (BibTeX).
    """
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:
        family, given, suffix = parts if suffix_last else (parts[0], parts[2], parts[1])
        return f"{given} {family} {suffix}"
    return name.strip()
