"""What educators see of the answers: statistics, tasks and regrades, in the CMS. Reads what the worker wrote."""
