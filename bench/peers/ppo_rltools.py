"""Runs RLtools' own example of PPO on Pendulum, a C++ program of the sizes of pendulum-ppo-4x1024, and prints the row of
`./rl bench` for its speed: without the evaluation at its end, on one thread.

    python3 bench/peers/ppo_rltools.py PROGRAM

PROGRAM is what bench/README.md compiles.
"""

import re
import subprocess
import sys

STEPS = 4 * 1024 * 75  # what the program takes


def main():
    printed = subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout
    rate = STEPS / float(re.search(r"Time: ([0-9.]+)s", printed)[1])
    print("benchmark,threads,figure,unit,median,least,most,samples")
    print(f"pendulum-ppo-4x1024,1,RLtools env steps per second,1/s,{rate:.0f},{rate:.0f},{rate:.0f},1")


if __name__ == "__main__":
    main()
