"""A contracted laboratory and the products for which it is designated, with dates."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from shouze.kernel.acts.models import Subject


class Laboratory(Subject):
    """A 签约实验室: it must be designated for the product, accredited (CMA, CNAS) and under contract, each
    on the test day.

    ``state``: qualified, suspended, ended. ``products`` are product codes of the designation.
    """

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    uscc = models.CharField(max_length=18)
    address = models.CharField(max_length=500)
    contact = models.CharField(max_length=100)
    phone = models.CharField(max_length=100)
    products = ArrayField(models.CharField(max_length=4))
    standards = ArrayField(models.CharField(max_length=60))
    cma_number = models.CharField(max_length=40)
    cnas_number = models.CharField(max_length=40)
    designated_from = models.DateField()
    designated_to = models.DateField()
    accredited_from = models.DateField()
    accredited_to = models.DateField()
    contract_from = models.DateField()
    contract_to = models.DateField()

    class Meta:
        db_table = "laboratories_laboratory"

    def __str__(self) -> str:
        return self.name
