"""Passwords are hashed with memory that a small server can spare for several sign-ins at once."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane: the second recommendation of OWASP's list."""

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
