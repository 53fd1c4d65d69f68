"""Facts that git knows of a folder: its remotes, contents at a revision, renames, what is staged.

Names pass NUL-separated (``-z``), nothing passes a shell, and nothing that the caller's environment, the repository's
configuration or its attributes name is ever started (``door``). Where git is missing, or the folder is no repository,
the answer is None or empty.
"""

from vaultkit.git.door import run as run
from vaultkit.git.history import StagedChange as StagedChange
from vaultkit.git.history import contents as contents
from vaultkit.git.history import head as head
from vaultkit.git.history import is_repo as is_repo
from vaultkit.git.history import knows as knows
from vaultkit.git.history import last_change as last_change
from vaultkit.git.history import remotes as remotes
from vaultkit.git.history import renames as renames
from vaultkit.git.history import show as show
from vaultkit.git.history import toplevel as toplevel
from vaultkit.git.hooks import hook_index as hook_index
from vaultkit.git.hooks import hooks_folder as hooks_folder
from vaultkit.git.hooks import is_own_folder as is_own_folder
from vaultkit.git.repository import of_another_user as of_another_user
from vaultkit.git.status import Status as Status
from vaultkit.git.status import staged as staged
from vaultkit.git.status import staged_contents as staged_contents
from vaultkit.git.status import status as status
