from turnabout.foundation.common.due import does_what_is_due
from turnabout.foundation.notices import chat, services


@does_what_is_due("notices", is_shared=True)
def deliver_notices() -> int:
    return services.deliver_due()


@does_what_is_due("notices.settle")
def settle_notices() -> int:
    return services.settle_some()


@does_what_is_due("notices.forget")
def forget_notices() -> int:
    return services.forget_told()


@does_what_is_due("notices.chat")
def post_to_chat() -> int:
    return chat.post_due()
