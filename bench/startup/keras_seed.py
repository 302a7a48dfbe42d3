"""The seed run on Keras, on the backend that KERAS_BACKEND names: see bench/startup.ts."""
import json
import sys

import keras
import numpy as np

epochs = int(sys.argv[1])
numbers = np.array([1, 2, 3, 4, 5, 6], np.float32)
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile(loss="mae", optimizer="adam")
for batch_size in [6] if epochs == 1 else [6, 3, 1]:
    model.fit(numbers, numbers, epochs=epochs, batch_size=batch_size, verbose=0)
with open("/proc/self/status") as status:
    resident = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
print(json.dumps({"residentBytes": resident}), flush=True)
