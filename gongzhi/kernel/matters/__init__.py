"""What is handled, and how: a procedure is a declared table of steps, a matter is a running one."""
