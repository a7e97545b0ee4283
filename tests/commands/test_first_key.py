"""The key that signs forms is made by the first start; processes that start together agree on one."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

READ = "import sys; from pathlib import Path; from portal.settings import _secret; print(_secret(Path(sys.argv[1])))"


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    path = tmp_path / "new" / "secret.key"

    def read(_number):
        command = [sys.executable, "-c", READ, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(read, range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 48
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
