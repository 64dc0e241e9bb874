"""Names that are spelt in several ways: Raqa, Raqqa, Ar-Raqqah. A group is the spellings of one."""

from index.names.groups import NO_NAMES as NO_NAMES
from index.names.groups import Names as Names
from index.names.groups import load_names as load_names
from index.names.keys import Spelling as Spelling
from index.names.keys import is_article as is_article
from index.names.keys import keys_of as keys_of
from index.names.keys import name_key as name_key
from index.names.keys import spelling as spelling
from index.names.keys import without_article as without_article
from index.names.own import FILE as FILE
from index.names.own import LONGEST as LONGEST
from index.names.own import Group as Group
from index.names.own import Own as Own
from index.names.own import Problem as Problem
from index.names.own import read_own as read_own
