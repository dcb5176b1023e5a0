"""Makes the people-emoji audit set: pictures, two trainings, their compressed variants, and a table of accuracies."""
