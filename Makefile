# make report   set up an environment and build the report on the synthetic set
# make test     run the tests
# make check    lint and types
PYTHON ?= python3

report test check setup:
	@$(PYTHON) make.py $@ $(ARGS)

clean:
	rm -rf _build

.PHONY: report test check setup clean
