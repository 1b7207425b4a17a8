"""allauth's log-in form in the house's words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms

from shouze.kernel.words import Words

LOGIN = Words("登录名或电子邮箱", "Login or e-mail")


class LoginForm(forms.LoginForm):
    """The name may be the login or the e-mail address; the label says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = LOGIN
        self.fields["login"].widget.attrs.pop("placeholder", None)
