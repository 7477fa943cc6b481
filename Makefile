# Every target sets up .venv first, and then calls nbgrader, pytest, ruff, or a module of the course.

PYTHON ?=
export PYTHON

# Names of notebooks may hold spaces and colons, at which make itself would cut them.
SOURCES := $(shell ls -d source/*/*.ipynb source/*/*.py source/*/cases.zip 2>/dev/null | sed 's/[ :]/\\&/g')
EVERY := $(sort $(shell ls -d source/*/*.ipynb 2>/dev/null | cut -d / -f 2))
ASSIGNMENTS := $(EVERY)
RELEASED := .nbgrader.released
PY := .venv/bin/python
NBGRADER := .venv/bin/nbgrader
PROVE := $(PY) -m grading.adapters.proof
CASES := $(PY) -m grading.release.cases

.PHONY: help grade report book lite test bench bank calibrate release cases solutions problem checkpoints \
	lti lint upgrade no-gradebook
.DEFAULT_GOAL := help

help:
	@echo "PYTHON=/path/to/python3.12 before the first target chooses the interpreter."
	@echo "make grade        grade what is in submitted/ (an example class where it is empty); WORKERS=2,"
	@echo "                  or SCHEDULER=tcp://10.0.0.1:8786 with the workers of a cluster"
	@echo "make report       write a page on each graded assignment to reports/; NAMES=1 with names;"
	@echo "                  EARLIER=../2025/autograded compares with the answers of another term"
	@echo "make lti          install what sending grades to a learning platform needs"
	@echo "make book         write the homework as web pages, to be read without installing anything"
	@echo "make lite         build homework 11 as a site in which notebooks run without an installation"
	@echo "make test         run all tests"
	@echo "make bench        compare time and memory of grading with stock nbgrader; STUDENTS=20"
	@echo "make bank         grade the bank of right and wrong answers, and draw the result"
	@echo "make calibrate    draw many trainings and write the tolerances that follow from them"
	@echo "make release      regenerate release/ from source/, and prove that it can be graded"
	@echo "make cases        write the visible cases of checks from the specifications in source/"
	@echo "make solutions    regenerate solutions/ from source/"
	@echo "make problem      begin a new one: ASSIGNMENT=hw13 PROBLEM=problem1_pulls"
	@echo "make checkpoints  regenerate source/*/checkpoints/ from the reference solution"
	@echo "make lint         check the style of code and notebooks, and types"
	@echo "make upgrade      raise all pins to the newest releases, run everything, show what moved"

# --- Environment: installed once, again only when the requirements change ---

.venv/%.installed: %
	@.ci/venv $<
	@touch $@

.venv/requirements-book.txt.installed: requirements.txt
.venv/requirements-cluster.txt.installed: requirements.txt
.venv/requirements-lti.txt.installed: requirements.txt
.venv/requirements-lite.txt.installed: requirements.txt
.venv/requirements-dev.txt.installed: requirements-book.txt requirements-cluster.txt requirements-lti.txt requirements.txt
.venv/requirements-upgrade.txt.installed: requirements-dev.txt requirements-book.txt requirements-cluster.txt requirements-lti.txt requirements.txt

# --- Grading ---

grade: $(RELEASED) $(if $(SCHEDULER),.venv/requirements-cluster.txt.installed)
	@$(PY) -m examples
	@failed=0; for assignment in $(ASSIGNMENTS); do \
		echo "grading $$assignment"; \
		$(NBGRADER) autograde $$assignment $(WORKERS:%=--JudgedExecute.workers=%) \
			$(SCHEDULER:%=--JudgedExecute.scheduler=%) || { failed=$$?; [ $$failed -lt 128 ] || exit $$failed; }; \
		ls -d autograded/*/$$assignment >/dev/null 2>&1 || continue; \
		$(NBGRADER) generate_feedback $$assignment || failed=1; \
	done; \
	$(PY) -m nbgrader export --exporter=grading.adapters.exports.GradeTable && exit $$failed

report: $(RELEASED)
	@$(NBGRADER) export --exporter=grading.adapters.exports.ClassReport \
		$(if $(NAMES),--ClassReport.names=True) $(EARLIER:%=--ClassReport.earlier=%)

# The gradebook knows the points and hidden tests of the source that it was made from. A release
# is proved by `make release`, before it is committed and given out, and not again before grading.
# The file says that all of it was generated: a release that was stopped half way is made again.
# The gradebook itself is nothing that make makes, for make removes what it was stopped at. One that
# the configuration puts elsewhere, as on a database server, make does not look for: commands do.
ELSEWHERE := $(shell grep -qs '^c\.CourseDirectory\.db_url' nbgrader_config.py && echo elsewhere)
$(RELEASED): .venv/requirements.txt.installed $(SOURCES) $(if $(ELSEWHERE)$(wildcard gradebook.db),,no-gradebook)
	@$(MAKE) --no-print-directory release PROVE=:

no-gradebook:

release: .venv/requirements.txt.installed
	@failed=0; for assignment in $(ASSIGNMENTS); do \
		echo "generating release/$$assignment"; \
		$(NBGRADER) generate_assignment $$assignment && $(PROVE) $$assignment || failed=1; \
	done; \
	[ $$failed -ne 0 ] $(if $(filter-out $(ASSIGNMENTS),$(EVERY)),,|| touch $(RELEASED)); exit $$failed

lti: .venv/requirements-lti.txt.installed

cases: .venv/requirements.txt.installed $(ASSIGNMENTS:%=source/%)
	@for assignment in $(ASSIGNMENTS); do $(CASES) source/$$assignment --write || exit 1; done

solutions: $(RELEASED)
	@for assignment in $(ASSIGNMENTS); do \
		echo "generating and running solutions/$$assignment"; \
		$(NBGRADER) generate_solution $$assignment || exit 1; \
	done

book: .venv/requirements-book.txt.installed
	@$(PY) -m book

lite: .venv/requirements-lite.txt.installed
	@$(PY) -m lite

problem: .venv/requirements-dev.txt.installed
	@$(PY) -m authoring.new_problem "$(ASSIGNMENT)" "$(PROBLEM)"

checkpoints: .venv/requirements-dev.txt.installed
	@$(PY) -m authoring.checkpoints

# --- For developers ---

# One thread each: tests on all cores would otherwise wait for each other's threads.
test: .venv/requirements-dev.txt.installed
	@OMP_NUM_THREADS=1 $(PY) -m pytest --numprocesses=logical --dist=loadfile --no-loadscope-reorder --durations=12 --cov

bench: .venv/requirements-dev.txt.installed
	@$(PY) -m benchmarks.against_stock $(if $(STUDENTS),--students $(STUDENTS))

bank: .venv/requirements-dev.txt.installed
	@$(PY) -m bank.matrix

calibrate: .venv/requirements-dev.txt.installed
	@$(PY) -m bank.calibrate

lint: .venv/requirements-dev.txt.installed
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

# What moved is shown also where something failed: then it is the first thing to look at.
upgrade: .venv/requirements-upgrade.txt.installed
	@$(PY) -m authoring.pins
	@failed=0; for target in cases release solutions lint test; do \
		$(MAKE) --no-print-directory $$target || failed=1; \
	done; \
	echo "What moved:"; git --no-pager diff --unified=0 -- 'requirements*.txt' | grep '^[-+][^-+]'; \
	git --no-pager diff --stat -- source release solutions; exit $$failed
