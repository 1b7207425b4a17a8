from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shouze.resources.people"
    label = "people"
