#include "test_work.h"

void test_work_endless_loop(const void *context) {
  (void)context;
  for (volatile unsigned turns = 0;; turns++) {
  }
}
