"""Every kind of block, one module each; `blocks.catalogue` lists them in palette order."""
