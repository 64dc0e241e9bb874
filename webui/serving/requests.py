"""What a request has to be before it is one: what two servers could read in two ways is none."""

from __future__ import annotations

from waitress.parser import HTTPRequestParser, ParsingError


class Request(HTTPRequestParser):  # type: ignore[misc]
    """waitress's reading of a request, which is refused with 400 unless it names one host and
    tells its length in one way (RFC 9112, 3.2 and 6.3).
    """

    def parse_header(self, header_plus: bytes) -> None:
        """waitress's door: the head is complete, or stands for one that is too long."""
        super().parse_header(header_plus)
        if self.header_bytes_received >= self.adj.max_request_header_size:
            return
        host = self.headers.get("HOST", "")
        if not host or "," in host:  # waitress puts a comma between headers of the same name
            raise ParsingError("A request names one host")
        if "TRANSFER_ENCODING" in self.headers:  # of HTTP/1.0: it knows none
            raise ParsingError("A request of this version has no Transfer-Encoding")
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("A request has one length")
