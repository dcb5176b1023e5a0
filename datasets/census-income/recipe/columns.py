"""The columns of the Census-Income file, in its order, and what the model does with each."""

from enum import Enum


class Kind(Enum):
    """How a column is stored, and how it reaches the model."""

    COUNT = "count"  # a whole number that is standardised as it is
    AMOUNT = "amount"  # whole dollars or cents, most of them 0: log(1 + x), then standardised
    CATEGORY = "category"  # one-hot
    UNUSED_CATEGORY = "unused category"  # in the table, not in the model
    WEIGHT = "weight"  # the survey's weight: in the table, not in the model
    LABEL = "label"


# Names follow the UCI description, spelled out. Left out of the model: the two detailed recodes and the detailed
# family position, because a coarser column says the same; the state of previous residence and the parents' countries,
# because 137 sparse columns would make the plan hard to read for very little.
COLUMNS: dict[str, Kind] = {
    "age": Kind.COUNT,
    "class_of_worker": Kind.CATEGORY,
    "detailed_industry_recode": Kind.UNUSED_CATEGORY,
    "detailed_occupation_recode": Kind.UNUSED_CATEGORY,
    "education": Kind.CATEGORY,
    "wage_per_hour": Kind.AMOUNT,
    "enrolled_in_education_last_week": Kind.CATEGORY,
    "marital_status": Kind.CATEGORY,
    "major_industry": Kind.CATEGORY,
    "major_occupation": Kind.CATEGORY,
    "race": Kind.CATEGORY,
    "hispanic_origin": Kind.CATEGORY,
    "sex": Kind.CATEGORY,
    "member_of_a_labor_union": Kind.CATEGORY,
    "reason_for_unemployment": Kind.CATEGORY,
    "full_or_part_time_employment": Kind.CATEGORY,
    "capital_gains": Kind.AMOUNT,
    "capital_losses": Kind.AMOUNT,
    "dividends_from_stocks": Kind.AMOUNT,
    "tax_filer_status": Kind.CATEGORY,
    "region_of_previous_residence": Kind.CATEGORY,
    "state_of_previous_residence": Kind.UNUSED_CATEGORY,
    "detailed_household_and_family_status": Kind.UNUSED_CATEGORY,
    "household_summary": Kind.CATEGORY,
    "instance_weight": Kind.WEIGHT,
    "migration_change_in_msa": Kind.CATEGORY,
    "migration_change_in_region": Kind.CATEGORY,
    "migration_move_within_region": Kind.CATEGORY,
    "lived_in_this_house_1_year_ago": Kind.CATEGORY,
    "migration_previous_residence_in_sunbelt": Kind.CATEGORY,
    "num_persons_worked_for_employer": Kind.COUNT,
    "family_members_under_18": Kind.CATEGORY,
    "country_of_birth_father": Kind.UNUSED_CATEGORY,
    "country_of_birth_mother": Kind.UNUSED_CATEGORY,
    "country_of_birth_self": Kind.CATEGORY,
    "citizenship": Kind.CATEGORY,
    "own_business_or_self_employed": Kind.CATEGORY,
    "questionnaire_for_veterans_administration": Kind.CATEGORY,
    "veterans_benefits": Kind.CATEGORY,
    "weeks_worked_in_year": Kind.COUNT,
    "year": Kind.COUNT,
    "income_over_50k": Kind.LABEL,
}

NUMERIC = (Kind.COUNT, Kind.AMOUNT)
CATEGORICAL = (Kind.CATEGORY, Kind.UNUSED_CATEGORY)
LABEL = "income_over_50k"
LABEL_VALUES = {"- 50000.": 0, "50000+.": 1}
