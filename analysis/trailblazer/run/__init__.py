"""Executing the notebooks: the plan, the parameters, papermill and its kernels."""
