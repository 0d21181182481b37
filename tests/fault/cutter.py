# SPDX-License-Identifier: Apache-2.0
"""A line that breaks: passes bytes on to a port of this machine and cuts where it is told."""
import socket
import threading


class Cutter:
    """Listens on `port`; `sent` counts what clients have sent through it. Each of `offsets`
    (of that count) breaks the connection that reaches it, and calls on_cut."""

    def __init__(self, target, offsets=(), on_cut=lambda: None):
        self.target = target
        self.offsets = sorted(offsets)
        self.on_cut = on_cut
        self.sent = self.cuts = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        threading.Thread(target=self.pump_back, args=(server, client), daemon=True).start()
        self.pump(client, server)

    @staticmethod
    def drop(*ends):
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def pump_back(self, server, client):
        try:
            while block := server.recv(65536):
                client.sendall(block)
        except OSError:
            pass
        self.drop(server, client)

    def take(self, block):
        """How much of the block may pass, and whether the line breaks behind it."""
        with self.lock:
            room = self.offsets[0] - self.sent if self.offsets else len(block)
            cut = bool(self.offsets) and room <= len(block)
            passed = max(0, min(room, len(block)))
            self.sent += passed
            if cut:
                self.offsets.pop(0)
                self.cuts += 1
            return passed, cut

    def pump(self, client, server):
        try:
            while block := client.recv(16384):
                passed, cut = self.take(block)
                server.sendall(block[:passed])
                if cut:
                    break
        except OSError:
            cut = False
        else:
            cut = bool(block)
        self.drop(client, server)
        if cut:
            self.on_cut()
