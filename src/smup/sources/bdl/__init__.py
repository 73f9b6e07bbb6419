"""The Local Data Bank (BDL) of Statistics Poland, through its API."""
