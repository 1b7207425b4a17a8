"""public: to be built."""
