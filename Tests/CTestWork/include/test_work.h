#ifndef OKRMD_TEST_WORK_H
#define OKRMD_TEST_WORK_H

/// Never returns, and calls nothing: only a signal can leave it. (In C, since no jump may cross a Swift frame.)
void test_work_endless_loop(const void *context);

#endif
