#ifndef OKRMD_CYAML_SHIM_H
#define OKRMD_CYAML_SHIM_H

#include <yaml.h>

#endif
