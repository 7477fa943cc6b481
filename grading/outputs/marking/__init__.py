"""What formgrader's page of a submission has beside each answer for whoever grades it by hand.

`offers` makes it of the rubric of the task and of the comments that are ready to be given;
``templates/`` has its looks, the script that fills in what is clicked, and the page that it is put
into, which is nbgrader's.
"""
