#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""The one entry. Kept readable for old Pythons, so that they can say what is wrong."""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))

if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.stderr.write(
            "This needs Python 3.11 or newer; here is Python %d.%d.\n"
            "Install a newer one (for example from python.org or your system's packages), then:\n"
            "    python3 run.py\n" % sys.version_info[:2]
        )
        try:
            sys.stderr.write("ต้องใช้ Python 3.11 ขึ้นไป กรุณาติดตั้งรุ่นใหม่แล้วลองอีกครั้ง\n")
        except UnicodeError:
            pass
        sys.exit(1)
    sys.path.insert(0, ROOT)
    from literacy import bootstrap

    sys.exit(bootstrap.main(sys.argv[1:]))
