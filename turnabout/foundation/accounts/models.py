from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from turnabout.foundation.common.ids import PublicIdField
from turnabout.foundation.common.time import now


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip(), joined_at=now(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(public_id=username)


class User(AbstractBaseUser):
    """One way in. Who somebody is, is a Person; a person may never need one of these."""

    public_id = PublicIdField()
    email = models.EmailField()
    is_owner = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = UserManager()
    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), condition=Q(is_active=True), name="one_active_user_per_email"
            )
        ]


class SpentLink(models.Model):
    """A link that works once and has been used."""

    token_digest = models.CharField(max_length=64, unique=True)
    spent_at = models.DateTimeField()
