import os
import tempfile

import pytest
from session import Session

# The tests' cells stay out of the history of whoever runs them.
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="swiftlet-tests-")


@pytest.fixture(scope="module")
def kernel():
    """One kernel for all tests of a file; each uses names of its own."""
    session = Session()
    yield session
    session.close()


@pytest.fixture
def fresh_kernel():
    """A kernel that the test may leave in any state."""
    session = Session()
    yield session
    session.close()
