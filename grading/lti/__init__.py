"""Sends grades to a learning platform: LTI Advantage, the Assignment and Grade Services 2.0.

`registration` is what a platform and this course know of each other, and `keys` has the key with
which the course signs. `connection` asks the platform for access and sends requests, with a
sentence wherever that fails. `services` are the columns of the platform's gradebook, the scores
that it is sent and the results that it shows. `sent` keeps what was sent and when. `deciding`
compares that, the grade here and the result there, and says what has to be done; `sending` does it.

What the names mean is said in 1EdTech's specifications: "Assignment and Grade Services" 2.0
(imsglobal.org/spec/lti-ags/v2p0) and "Security Framework" 1.0 (imsglobal.org/spec/security/v1p0).
This package alone needs what requirements-lti.txt lists. It knows neither nbgrader nor a gradebook
of this course.
"""
