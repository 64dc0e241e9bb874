"""Requests to a domain of Amazon's, signed by opensearch-py with what botocore finds.

botocore looks for credentials where all programs for Amazon's services do: in variables
(AWS_ACCESS_KEY_ID), in a profile (AWS_PROFILE), in the role of a container or of a machine. Those
that end are renewed by it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.errors import SettingsError
from archive.extras import missing

Signer = Callable[..., Mapping[str, str]]
_WHERE = (
    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the machine a role"
)


def signer(region: str, service: str) -> Signer:
    """What gives the headers that sign a request for a region and a service: (method, address,
    body as it is sent) -> headers. SettingsError where there is nobody to sign as; so does the
    signer where credentials that had ended cannot be renewed.
    """
    try:
        from botocore.exceptions import BotoCoreError
        from botocore.session import Session
    except ImportError as error:
        raise missing(
            error, "Signing requests", "botocore", "aws", SettingsError,
            "leave `opensearch_aws_region` empty",
        ) from error  # fmt: skip
    from opensearchpy import Urllib3AWSV4SignerAuth

    try:
        found = Session().get_credentials()
    except BotoCoreError as error:
        raise _nobody(error) from error
    except Exception as error:
        raise _nobody(type(error).__name__) from error
    if found is None:
        raise SettingsError("There are no credentials to sign requests with", _WHERE)
    sign = Urllib3AWSV4SignerAuth(found, region, service)

    def signed(method: str, address: str, body: Any) -> Mapping[str, str]:
        try:
            headers: Mapping[str, str] = sign(method, address, body)
        except BotoCoreError as error:
            raise _nobody(error) from error
        except Exception as error:  # of an answer that is not as it should be, it raises anything
            raise _nobody(type(error).__name__) from error
        return headers

    return signed


def _nobody(why: object) -> SettingsError:
    """botocore's sentences name places and variables, and no keys."""
    return SettingsError(f"The credentials to sign requests with cannot be had: {why}", _WHERE)
