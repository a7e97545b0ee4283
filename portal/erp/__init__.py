"""What an ERP connector is (contract), how it is found (registry), and one folder per vendor."""
