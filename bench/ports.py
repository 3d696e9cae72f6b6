"""A port nobody listens at: printed, or taken by the scripts beside it."""
import socket


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


if __name__ == "__main__":
    print(free_port())
