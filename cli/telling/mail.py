"""A digest by mail, through the server that the settings name."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
import time
from email.message import EmailMessage

from archive.errors import DeliveryError, SettingsError
from archive.settings import Settings
from cli.telling.letter import is_address
from cli.telling.patience import within

_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_LONGEST_WAIT = 60  # seconds between two tries


def check(settings: Settings) -> None:
    """SettingsError where mail cannot be sent with them."""
    for name, example in (("smtp_host", "mail.example.org"), ("mail_from", "news@example.org")):
        if not settings.text(name):
            raise SettingsError(
                f"Mail needs the setting {name}",
                f'write into archive.toml, say: {name} = "{example}"',
            )
    if not is_address(settings.text("mail_from")):
        raise SettingsError(
            f"mail_from is no address: {settings.text('mail_from')!r}", "name@host, and no more"
        )
    in_the_clear = settings.text("smtp_security") == "none"
    if settings.text("smtp_user") and in_the_clear and not _is_here(settings.text("smtp_host")):
        raise SettingsError(
            "A password would go to the mail server without encryption",
            'smtp_security = "starttls" or "tls", or no smtp_user',
        )


def send(message: EmailMessage, settings: Settings) -> None:
    """Sends a letter; DeliveryError unless the server has taken it."""
    retries = settings.number("delivery_retries")
    uncertain = False
    for tried in range(retries + 1):
        if tried:
            time.sleep(min(2 ** (tried - 1), _LONGEST_WAIT))
        try:
            within(settings.number("delivery_timeout"), lambda: _send(message, settings))
        except (smtplib.SMTPException, OSError) as error:
            passing, maybe = _judged(error)
            uncertain = uncertain or maybe
            if passing and tried < retries:
                continue
            raise DeliveryError(
                f"The mail server {settings.text('smtp_host')} did not take it: {_said(error)}",
                "it is sent again with the next run" if passing else "see the settings of mail",
                certain=not uncertain,
            ) from error
        return


def _send(message: EmailMessage, settings: Settings) -> None:
    security = settings.text("smtp_security")
    host = settings.text("smtp_host")
    port = settings.number("smtp_port") or _PORTS[security]
    timeout = settings.number("delivery_timeout")
    if security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=timeout, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.text("smtp_user"):
            server.login(settings.text("smtp_user"), settings.text("smtp_password"))
        server.send_message(message)
    except BaseException:
        server.close()
        raise
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()  # it has taken the letter, and that is what counts


def _judged(error: Exception) -> tuple[bool, bool]:
    """Whether another try may help, and whether the letter may have arrived all the same."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code < 500 for code, _ in error.recipients.values()), False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code < 500, False
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError):
        return False, False
    if isinstance(error, ConnectionRefusedError):
        return True, False
    return True, True  # the connection ended somewhere, perhaps before the last answer


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code < 200:  # smtplib's number for an answer without one
            return "what it said is not mail's protocol"
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
