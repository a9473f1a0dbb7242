"""A mail server that writes what it is sent to its log (RFC 5321, as far as Nudge speaks it; TLS from the first byte, RFC 8314).

It runs in the product's own image, so it needs nothing but Python: `python mail_server.py PORT CERTIFICATE KEY`.
"""

import socketserver
import ssl
import sys


class Conversation(socketserver.StreamRequestHandler):
    """One connection: every command is fine, DATA is printed."""

    def handle(self) -> None:
        self._say("220 postbox")
        while line := self.rfile.readline().decode(errors="replace").strip():
            verb = line.upper().split(" ")[0]
            if verb == "DATA":
                self._say("354 go on")
                self._take()
            self._say("221 bye" if verb == "QUIT" else "250 fine")
            if verb == "QUIT":
                return

    def _take(self) -> None:
        lines: list[str] = []
        while (line := self.rfile.readline().decode(errors="replace").rstrip("\r\n")) != ".":
            lines.append(line)
        print("\n".join(lines), flush=True)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


def main() -> None:
    port, certificate, key = sys.argv[1:]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with socketserver.ThreadingTCPServer(("0.0.0.0", int(port)), Conversation) as server:
        server.daemon_threads = True
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
