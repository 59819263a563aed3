"""Who is told of alerts by mail, on this machine."""

import email
import email.policy
import queue

from aiosmtpd.controller import Controller

from yard import free_port


class Mailbox:
    """A real SMTP server (aiosmtpd) that keeps what it is handed."""

    def __init__(self) -> None:
        self.received: queue.Queue[tuple] = queue.Queue()
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, server, session, envelope) -> str:
        self.received.put((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 taken"

    def next(self, seconds: float = 30):
        """Who it is for, and the mail as any reader takes it apart."""
        sender, recipients, content = self.received.get(timeout=seconds)
        return sender, recipients, email.message_from_bytes(content, policy=email.policy.default)

    def stop(self) -> None:
        self.controller.stop()
