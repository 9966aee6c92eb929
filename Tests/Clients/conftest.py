import pytest
from session import Session


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
